import type { JsonObject } from "../../json.ts";

/** A question to a report: its path, its parameters in order, and the beta header it needs. */
export interface ReportRequest {
  readonly path: string;
  readonly parameters: readonly (readonly [string, string])[];
  readonly beta: string | null;
}

/** What one request of a report came to. */
export type AdminAnswer =
  /** A page, whole. */
  | { readonly kind: "page"; readonly page: JsonObject }
  /** Refused, in JSON or not. `type`: the API's word for it. */
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly type: string;
      readonly retryAfterSeconds: number | null;
    }
  /** Something that is no answer of the API: `an HTML page`. */
  | { readonly kind: "foreign"; readonly what: string }
  /** Nobody answered, or not to the end; the same may do better next time. */
  | { readonly kind: "lost"; readonly said: string };

/** The reports, as the edge reaches them. The key stays there. */
export interface AdminApi {
  readonly ask: (request: ReportRequest) => Promise<AdminAnswer>;
  readonly wait: (seconds: number) => Promise<void>;
  /** The key is one of those that send messages, which may not read reports. */
  readonly hasOrdinaryKey: boolean;
}
