/** The licences of all that is in the program and was written by others. */

import type { BundledPackage } from "./bundled_packages.ts";

/** Gives them in one text, as they ask for. */
export async function foreignLicences(
  packages: readonly BundledPackage[],
  denoVersion: string,
): Promise<string> {
  const deno = `deno ${denoVersion}\n\n` +
    "MIT, Copyright the Deno authors. Its licence, and those of V8 and of all that it is made of:\n" +
    `https://github.com/denoland/deno/tree/v${denoVersion}\n`;
  return [deno, ...await Promise.all(packages.map(licenceOf))].join(`\n${"-".repeat(72)}\n\n`);
}

async function licenceOf({ name, version, folder }: BundledPackage): Promise<string> {
  const files = await Array.fromAsync(Deno.readDir(folder));
  const file = files.map((each) => each.name).sort().find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined
    ? await declared(folder)
    : (await Deno.readTextFile(`${folder}/${file}`)).trim();
  return `${name} ${version}\n\n${text}\n`;
}

async function declared(folder: string): Promise<string> {
  const told: { readonly license?: string } = JSON.parse(
    await Deno.readTextFile(`${folder}/package.json`),
  );
  return `Licence: ${told.license ?? "see its home page"}`;
}
