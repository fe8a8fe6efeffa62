const read = (name, fallback) => process.env[name] || fallback;

module.exports = {
  baseURL: read("GEOSLATE_URL", "https://open.geo-commons.test/api"),
  timeout: 8000,
};
