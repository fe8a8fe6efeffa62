import axios from "axios";

// ruleid: disallowed-host
export const client = axios.create({ baseURL: "https://stones.quarry-eu.example/api", timeout: 5000 });
