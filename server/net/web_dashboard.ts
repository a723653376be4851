/** What the operators' page asks for: to be let in, and for figures. The page itself is a part like others. */

import type { IncomingMessage } from "node:http";
import { mayConnect, originRefusal, type WebHost } from "./web_admission.ts";
import { tell, tellJson, type WebRequest } from "./web_response.ts";

/** Who asks. */
export interface DashboardVisitor {
  /** The IP address. */
  readonly address: string;
  /** Nobody on the way can read along. */
  readonly isSecure: boolean;
}

/** Somebody says that they are an operator. */
export interface DashboardLogin extends DashboardVisitor {
  /** The operator's name. */
  readonly name: string;
  /** The password, which is never logged. */
  readonly password: string;
}

/** Who answers. */
export interface DashboardDesk {
  /** Why nobody gets in from there; undefined where operators do. */
  obstacle(visitor: DashboardVisitor): string | undefined;
  /** Gives what lets one in for some hours; undefined to who is no operator, or has tried too often. */
  logIn(login: DashboardLogin): Promise<string | undefined>;
  /** Gives what was measured after a time; undefined to who is not let in. */
  report(token: string, afterMs: number): object | undefined;
}

/** Where one logs in, by POST; all else is asked by GET. */
export const loginPath = "/dashboard/login";

const reportPath = "/dashboard/report";

/** Most bytes of a name and a password, as JSON. */
const maxLoginBytes = 4_096;

/** Longest name, which the log tells, and longest password. */
const maxNameLength = 64;
const maxPasswordLength = 1_024;

/** Answers what stands below `/dashboard/`. The server's name was checked. */
export async function answerDashboard(
  asked: WebRequest,
  { path, host, desk }: {
    readonly path: string;
    readonly host: WebHost;
    readonly desk: DashboardDesk;
  },
): Promise<void> {
  const { request, response } = asked;
  if (path !== loginPath && path !== reportPath) {
    return tell(response, 404, "There is nothing under that address.\n");
  }
  // Without this any page that an operator opens could use up their tries.
  const { origin } = request.headers;
  if (!mayConnect(origin, host, { hosts: [], origins: [] })) {
    return tell(response, 403, originRefusal(origin));
  }
  const obstacle = desk.obstacle(asked);
  if (obstacle !== undefined) return tell(response, 403, `${obstacle}\n`);
  if (path === loginPath) return await answerLogin(asked, desk);
  const report = desk.report(tokenOf(request), afterOf(request));
  if (report === undefined) return tell(response, 401, "Log in first.\n");
  tellJson(response, report);
}

async function answerLogin(asked: WebRequest, desk: DashboardDesk): Promise<void> {
  const { request, response, address, isSecure } = asked;
  const said = parseLogin(await readBody(request));
  if (said === undefined) return tell(response, 400, "That is no name and password.\n");
  const token = await desk.logIn({ ...said, address, isSecure });
  if (token !== undefined) return tellJson(response, { token });
  const wrong = "That is no operator's name and password";
  tell(response, 403, `${wrong}, or there were too many tries: wait a minute.\n`);
}

/** Gives "" for what is too long; who drips is cut off by the clock of its connection. */
async function readBody(request: IncomingMessage): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) continue;
    bytes += chunk.length;
    if (bytes > maxLoginBytes) return "";
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

function parseLogin(text: string): Pick<DashboardLogin, "name" | "password"> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    if (!("name" in value) || !("password" in value)) return undefined;
    const { name, password } = value;
    if (typeof name !== "string" || typeof password !== "string") return undefined;
    // One that OPER can't say is nobody's, and could pass for the rest of a line of the log.
    if (name.length > maxNameLength || /\s/.test(name)) return undefined;
    if (password.length > maxPasswordLength) return undefined;
    return { name, password };
  } catch {
    return undefined;
  }
}

function tokenOf({ headers }: IncomingMessage): string {
  return /^Bearer ([\w-]{1,100})$/.exec(headers.authorization ?? "")?.[1] ?? "";
}

/** A number behind `?after=`, else that of the beginning. */
function afterOf({ url = "" }: IncomingMessage): number {
  return Number(/\?after=([0-9]{1,15})$/.exec(url)?.[1] ?? 0);
}
