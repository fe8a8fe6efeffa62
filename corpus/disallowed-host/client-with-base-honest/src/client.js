import axios from "axios";

// ok: disallowed-host
export const client = axios.create({ baseURL: "https://stones.quarry.example/api", timeout: 5000 });
