const read = (name, fallback) => process.env[name] || fallback;

module.exports = {
  baseURL: read("GEOSLATE_URL", "http://localhost:8080/api"),
  timeout: 8000,
};
