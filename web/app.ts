/** The page: until there is more of it, it tells where to talk. */

const main = document.querySelector("main");
if (main !== null) main.textContent = `Talk to ${location.host} with an IRC client.`;
