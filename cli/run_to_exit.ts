/** How a run of the program ends. */

/** Does the work and ends this process with the exit code that comes of it; what fails is told in one line. */
export async function runToExit(work: () => Promise<number>): Promise<never> {
  // Native code and code from elsewhere are of no use to anybody.
  Deno.permissions.revokeSync({ name: "ffi" });
  Deno.permissions.revokeSync({ name: "import" });
  try {
    return Deno.exit(await work());
  } catch (error) {
    const { text, exitCode } = explain(error);
    console.error(text);
    return Deno.exit(exitCode);
  }
}

/** Gives what a failure means to its user: no stack trace where the cause is outside the program. */
function explain(error: unknown): { readonly text: string; readonly exitCode: number } {
  if (error instanceof Error && error.name === "StartFailure") {
    const exitCode = "exitCode" in error && error.exitCode === 2 ? 2 : 1;
    return { text: error.message, exitCode };
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { text: `The program failed, which is a fault in it. ${text}`, exitCode: 1 };
}
