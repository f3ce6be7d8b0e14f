/** The service cannot run here as it is set up: the message names what is wrong and the remedy, and no stack is wanted. */
export class BadEnvironment extends Error {
  override readonly name = 'BadEnvironment';
}
