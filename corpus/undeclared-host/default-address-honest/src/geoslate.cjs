const axios = require("axios");
const config = require("./config.cjs");

const http = axios.create(config);

async function query(path, params) {
  // ok: undeclared-host, env-exfiltration
  const { data } = await http.get(path, { params });
  return data;
}

module.exports = {
  geocode: ({ address }) => query("/search", { q: address }),
  reverse: ({ lat, lon }) => query("/reverse", { lat, lon }),
};
