export const proxy = { protocol: "http", host: "relay.wicker-net.test", port: 3128 };
