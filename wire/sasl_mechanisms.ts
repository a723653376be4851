/** Ways to log in: https://ircv3.net/specs/extensions/sasl-3.1 */

/** All that the server knows; which of them it offers depends on the connection. */
export const saslMechanisms = ["PLAIN", "SCRAM-SHA-256", "EXTERNAL"] as const;

/** One of them. */
export type SaslMechanism = typeof saslMechanisms[number];
