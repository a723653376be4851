/** Accounts, for whoever runs the server. */

import { type AdminAnswer, type AdminFamily, done, type Office, undone } from "./admin_command.ts";

/** accounts, reset. */
export const accountsFamily: AdminFamily = {
  accounts: {
    usage: "accounts",
    help: "lists the accounts",
    run: ({ world: { accounts } }) => {
      const rows = [...accounts.all].map(({ name, madeAtMs }) => ({
        name,
        madeAt: new Date(madeAtMs).toISOString(),
      }));
      const lines = rows.map(({ name, madeAt }) => `${name} made ${madeAt}`);
      return done([`${rows.length} accounts`, ...lines], rows);
    },
  },
  reset: {
    usage: "reset NAME",
    help: "gives an account another password, and shows it here",
    run: reset,
  },
};

/** Whoever forgot a password is told the new one by the operator, and can change it. It is shown once, and not logged. */
async function reset(
  { world, publish, createCredential }: Office,
  name: string,
): Promise<AdminAnswer> {
  const account = world.accounts.find(name)?.name;
  if (account === undefined) return undone(`There is no account "${name}"; /accounts lists them`);
  const password = crypto.randomUUID();
  const credential = await createCredential(password);
  publish({ kind: "credentialSet", user: undefined, account, credential });
  const line = `The password of ${account} is ${password} now; it can be changed by NickServ`;
  return done(line, [{ account, password }]);
}
