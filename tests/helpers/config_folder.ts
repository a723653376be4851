/** A folder for a configuration file and what it names. */

/** Is gone after the test. */
export class ConfigFolder implements Disposable {
  /** Where it is. */
  readonly path = Deno.makeTempDirSync({ prefix: "chat-test-" });

  /** The configuration file. */
  get file(): string {
    return `${this.path}/chat.toml`;
  }

  /** Writes the configuration file, or another one. */
  write(text: string, name = "chat.toml"): void {
    Deno.writeTextFileSync(`${this.path}/${name}`, text);
  }

  /** Removes the folder. */
  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}
