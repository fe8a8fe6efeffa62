export const THINGS = ["kitchen", "hall"];
