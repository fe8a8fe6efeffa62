export const SLOPE = {
  title: "Slope of a line",
  // ok: hidden-text
  description: "The slope between two heights, for example می\u200cدهد: one joiner that the script needs.",
};
