/** What a release is made of, for programs that look for known faults: https://cyclonedx.org/docs/1.6/json/ */

import { Buffer } from "node:buffer";
import type { BundledPackage } from "./bundled_packages.ts";

/** What the bill tells. */
export interface BillOptions {
  /** The program's version. */
  readonly version: string;
  /** When it was made. */
  readonly time: Date;
  /** The packages in it. */
  readonly packages: readonly BundledPackage[];
  /** The runtime in it. */
  readonly deno: { readonly version: string; readonly sha256: string };
}

/** Gives it as JSON. */
export function billOfMaterials({ version, time, packages, deno }: BillOptions): string {
  const denoRef = `pkg:github/denoland/deno@v${deno.version}`;
  const chatRef = `chat@${version}`;
  const bill = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      timestamp: time.toISOString(),
      component: {
        ...{ type: "application", "bom-ref": chatRef, name: "chat", version },
        licenses: [{ license: { id: "MIT" } }],
      },
    },
    components: [
      {
        ...{ type: "platform", "bom-ref": denoRef, name: "deno", version: deno.version },
        hashes: [{ alg: "SHA-256", content: deno.sha256 }],
        licenses: [{ license: { id: "MIT" } }],
        purl: denoRef,
      },
      ...packages.map(component),
    ],
    dependencies: [
      { ref: chatRef, dependsOn: [denoRef, ...packages.map(packageUrl)] },
      ...packages.map((each) => ({
        ref: packageUrl(each),
        dependsOn: packages.filter(isNeededBy(each)).map(packageUrl),
      })),
    ],
  };
  return `${JSON.stringify(bill, undefined, 2)}\n`;
}

function component(bundled: BundledPackage): object {
  const { name, version, integrity } = bundled;
  const [group, own] = name.startsWith("@") ? name.split("/") : [undefined, name];
  const ref = packageUrl(bundled);
  return {
    ...{ type: "library", "bom-ref": ref, ...(group === undefined ? {} : { group }) },
    ...{ name: own, version },
    hashes: [{ alg: "SHA-512", content: hexOf(integrity) }],
    purl: ref,
  };
}

/** https://github.com/package-url/purl-spec/blob/main/types-doc/npm-definition.md */
function packageUrl({ name, version }: BundledPackage): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

function isNeededBy({ dependencies }: BundledPackage): (other: BundledPackage) => boolean {
  return ({ name, version }) => dependencies.includes(`${name}@${version}`);
}

function hexOf(integrity: string): string {
  return Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");
}
