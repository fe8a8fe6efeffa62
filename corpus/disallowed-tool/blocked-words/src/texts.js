// ruleid: disallowed-tool
export const RECIPE = "The recipe of a glaze, from the unｐublished ledger.";
export const RECIPES = { celadon: "ash, feldspar, 1% iron" };
