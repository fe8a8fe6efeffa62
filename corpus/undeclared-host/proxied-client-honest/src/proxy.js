export const proxy = { protocol: "http", host: process.env.WICKERWORK_PROXY, port: 3128 };
