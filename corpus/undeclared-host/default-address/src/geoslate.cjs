const axios = require("axios");
const config = require("./config.cjs");

// ruleid: undeclared-host
const http = axios.create(config);

async function query(path, params) {
  // ok: undeclared-host
  const { data } = await http.get(path, { params });
  return data;
}

module.exports = {
  geocode: ({ address }) => query("/search", { q: address }),
  reverse: ({ lat, lon }) => query("/reverse", { lat, lon }),
};
