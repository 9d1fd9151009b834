import type { Quantities } from "../billing/ledger/ledger.ts";
import type { Day } from "../day.ts";
import { ratio, type Pico, type Ratio } from "../money.ts";
import { ascendingBy, descendingBy, groupBy } from "../order.ts";
import { itemKey, itemTitle, type ItemName } from "./item.ts";
import { chainOf, partsOf, sumChains, type Chain, type Part } from "./parts.ts";
import type { ProjectedItem } from "./projected.ts";
import { rateTierOf } from "./rates.ts";
import { sumUsage, type Settled, type SettledBill } from "./settle.ts";

/** Real cost beside the projection, pico-dollars. */
export interface Figures {
  /** After discounts. */
  readonly usd: Pico;
  readonly listUsd: Pico;
  readonly projectedUsd: Pico;
  /** What of the list price no scenario explains. */
  readonly unexplainedUsd: Pico;
}

/** One item on one day. */
export interface ComparedDay extends Figures {
  readonly day: Day;
  /** Null where the source says cost only. */
  readonly quantities: Quantities | null;
  readonly requests: bigint | null;
}

/** One item over all days: the days add up to it. */
export interface ComparedItem extends ItemName, Figures {
  readonly days: readonly ComparedDay[];
  readonly quantities: Quantities | null;
  readonly requests: bigint | null;
  /** Those that scenarios explain; null where they are not counted. */
  readonly explainedRequests: bigint | null;
  /** Null where no scenario with traffic has it. */
  readonly projected: ProjectedItem | null;
  readonly parts: readonly Part[] | null;
}

/** Why no scenario explains something. */
export type Unexplained = "no-scenario" | "no-traffic" | "tier" | "fee";

export interface Residual extends ItemName {
  readonly why: Unexplained;
  readonly tier: string | null;
  readonly usd: Pico;
  readonly listUsd: Pico;
}

/** A bill beside a projection: items and days add up to the figures, the parts multiply to the ratio. */
export interface Comparison extends Figures {
  /** Dearest first. */
  readonly items: readonly ComparedItem[];
  readonly residual: readonly Residual[];
  /** Real over projected; null where nothing is projected. */
  readonly ratio: Ratio | null;
  readonly parts: readonly Part[] | null;
  /** Null where what was paid is not known apart from the list price. */
  readonly discount: Ratio | null;
}

/**
 * Holds a bill against what is projected for its days. `withoutTraffic`: the models of scenarios
 * that state no traffic, so that nothing is projected for them.
 */
export function compareBill(
  bill: SettledBill,
  {
    projected,
    days,
    withoutTraffic,
  }: {
    readonly projected: ReadonlyMap<string, ProjectedItem>;
    readonly days: readonly Day[];
    readonly withoutTraffic: ReadonlySet<string>;
  },
): Comparison {
  const byItem = groupBy(bill.charges, itemKey);
  const keys = new Set([...byItem.keys(), ...projected.keys()]);
  const compared = [...keys].map((key) =>
    compareItem(byItem.get(key) ?? [], { bill, days, projected: projected.get(key) ?? null }),
  );
  const items = compared
    .map(({ item }) => item)
    .sort(ascendingBy((item) => itemTitle(item)))
    .sort(
      descendingBy(({ listUsd, projectedUsd }) =>
        listUsd > projectedUsd ? listUsd : projectedUsd,
      ),
    );
  const sum = sumFigures(items);
  const chains = compared.flatMap(({ chain }) => chain ?? []);
  return {
    ...sum,
    items,
    residual: residualOf(bill, projected, withoutTraffic),
    ratio: sum.projectedUsd === 0n ? null : ratio(sum.usd, sum.projectedUsd),
    parts: partsOf(sumChains(chains), sum.listUsd, bill.knowsPaid ? sum.usd : null),
    discount: discountOf(sum, bill),
  };
}

function discountOf({ usd, listUsd }: Figures, { knowsPaid }: SettledBill): Ratio | null {
  return !knowsPaid || listUsd === 0n ? null : ratio(listUsd - usd, listUsd);
}

export function sumFigures(all: readonly Figures[]): Figures {
  const sum = (of: (figures: Figures) => Pico): Pico => all.reduce((one, two) => one + of(two), 0n);
  return {
    usd: sum(({ usd }) => usd),
    listUsd: sum(({ listUsd }) => listUsd),
    projectedUsd: sum(({ projectedUsd }) => projectedUsd),
    unexplainedUsd: sum(({ unexplainedUsd }) => unexplainedUsd),
  };
}

function compareItem(
  charges: readonly Settled[],
  {
    bill,
    days,
    projected,
  }: {
    readonly bill: SettledBill;
    readonly days: readonly Day[];
    readonly projected: ProjectedItem | null;
  },
): { readonly item: ComparedItem; readonly chain: Chain | null } {
  const [first] = charges;
  const { costType, model } = projected ?? first ?? { costType: "other", model: null };
  const isOwn = (one: { readonly model: string }): boolean =>
    costType === "tokens" && one.model === model;
  const own = bill.usage?.filter(isOwn) ?? null;
  const usageByDay = own === null ? null : groupBy(own, ({ day }) => day);
  const chargesByDay = groupBy(charges, ({ day }) => day);
  const counted = (day: Day): Pick<ComparedDay, "quantities" | "requests"> =>
    usageByDay === null || costType !== "tokens"
      ? { quantities: null, requests: null }
      : sumUsage(usageByDay.get(day) ?? []);
  const compared = days.map((day): ComparedDay => {
    const ofDay = chargesByDay.get(day) ?? [];
    const open = ofDay.filter((charge) => !isExplained(charge, projected));
    return {
      day,
      ...sumCharges(ofDay),
      projectedUsd: projected?.byDay.get(day) ?? 0n,
      unexplainedUsd: sumCharges(open).listUsd,
      ...counted(day),
    };
  });
  const figures = sumFigures(compared);
  const explained = own?.filter(
    ({ tier }) => projected !== null && isExplained({ tier, costType }, projected),
  );
  const chain =
    projected === null
      ? null
      : chainOf(projected, {
          real: explained === undefined ? null : sumUsage(explained),
          list: figures.listUsd - figures.unexplainedUsd,
          lastDay: days.at(-1) ?? "",
        });
  const all = own === null || costType !== "tokens" ? null : sumUsage(own);
  const item: ComparedItem = {
    costType,
    model,
    ...figures,
    days: compared,
    quantities: all?.quantities ?? null,
    requests: all?.requests ?? null,
    explainedRequests:
      projected === null || explained === undefined
        ? (all?.requests ?? null)
        : sumUsage(explained).requests,
    projected,
    parts:
      chain === null ? null : partsOf(chain, figures.listUsd, bill.knowsPaid ? figures.usd : null),
  };
  return { item, chain };
}

function sumCharges(charges: readonly Settled[]): Pick<Figures, "usd" | "listUsd"> {
  return charges.reduce(
    (sum, { usd, listUsd }) => ({ usd: sum.usd + usd, listUsd: sum.listUsd + listUsd }),
    { usd: 0n, listUsd: 0n },
  );
}

/** Whether scenarios use the model in that tier; a fee, whether any is projected. */
function isExplained(
  { tier, costType }: Pick<Settled, "tier" | "costType">,
  projected: ProjectedItem | null,
): boolean {
  if (projected === null || projected.usd === 0n) return false;
  if (costType !== "tokens") return true;
  const known = rateTierOf(tier);
  return tier === null || (known !== null && projected.tiers.has(known));
}

function residualOf(
  bill: SettledBill,
  projected: ReadonlyMap<string, ProjectedItem>,
  withoutTraffic: ReadonlySet<string>,
): readonly Residual[] {
  const open = bill.charges.filter(
    (charge) => !isExplained(charge, projected.get(itemKey(charge)) ?? null),
  );
  const whyOf = (charge: Settled): Unexplained => {
    if (charge.costType !== "tokens") return "fee";
    if ((projected.get(itemKey(charge))?.usd ?? 0n) > 0n) return "tier";
    return withoutTraffic.has(charge.model ?? "") ? "no-traffic" : "no-scenario";
  };
  const groups = groupBy(open, (charge) => {
    const why = whyOf(charge);
    return `${itemKey(charge)} ${why} ${why === "tier" ? (charge.tier ?? "") : ""}`;
  });
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { costType, model } = first;
      const why = whyOf(first);
      const tier = why === "tier" ? first.tier : null;
      return [{ costType, model, why, tier, ...sumCharges(group) }];
    })
    .filter(({ usd, listUsd }) => usd !== 0n || listUsd !== 0n)
    .sort(descendingBy(({ listUsd }) => listUsd));
}
