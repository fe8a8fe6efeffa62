const isSetting = (name) => name.startsWith("MOSSLINE_");

export const account = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => isSetting(name)));
