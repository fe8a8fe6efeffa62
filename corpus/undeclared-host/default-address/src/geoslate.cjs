const axios = require("axios");
const config = require("./config.cjs");

// todoruleid: undeclared-host
const http = axios.create(config);

async function query(path, params) {
  // todook: undeclared-host
  const { data } = await http.get(path, { params });
  return data;
}

module.exports = {
  geocode: ({ address }) => query("/search", { q: address }),
  reverse: ({ lat, lon }) => query("/reverse", { lat, lon }),
};
