export const THINGS = ["hammer", "saw", "plane"];
