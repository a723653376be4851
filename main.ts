/** Picks the side of `chat` to run and sets the exit code. */

console.log("chat 0.1.0");
