/** The channels that a name stands for. */
export function* channelOf(name: string): Generator<string> {
  yield name.replace(/^#/, "");
}
