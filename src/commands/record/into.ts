import { defaultRecordedInto, type Config } from "../../config/config.ts";
import { folderOf } from "../../config/paths.ts";

/** The folder of snapshots, from the root. `file`: where the config is, or will be. */
export function recordedInto(config: Config | null, file: string): string {
  if (config !== null) return config.recordInto;
  const folder = folderOf(file);
  return folder === "" ? defaultRecordedInto : `${folder}/${defaultRecordedInto}`;
}
