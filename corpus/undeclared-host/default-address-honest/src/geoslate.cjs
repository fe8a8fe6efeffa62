const axios = require("axios");
const config = require("./config.cjs");

// ok: undeclared-host, env-exfiltration
const http = axios.create(config);

async function query(path, params) {
  const { data } = await http.get(path, { params });
  return data;
}

module.exports = {
  geocode: ({ address }) => query("/search", { q: address }),
  reverse: ({ lat, lon }) => query("/reverse", { lat, lon }),
};
