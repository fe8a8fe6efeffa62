export const SHORT = "Area of a sail.";
export const LONG = "Area of a sail. Its edge is not part of it.";
