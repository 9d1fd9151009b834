/** Evenly spread whole numbers of 32 bits, one a call. */
export type Random = () => number;

/**
 * A stream of random numbers, the same for the same seed wherever it runs: xoshiro128** 1.1
 * (Blackman and Vigna, 2018), seeded by splitmix32.
 */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
  let [a, b, c, d] = [next(), next(), next(), next() | 1];
  return () => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  };
}

const twoTo32 = 4_294_967_296;

/** A whole number from 0 up to, not including, `count` (at most 2⁵³). */
export function drawBelow(count: number, random: Random): number {
  if (count <= twoTo32) return Math.floor((random() / twoTo32) * count);
  const wide = (random() >>> 6) * 134_217_728 + (random() >>> 5);
  return Math.floor((wide / 9_007_199_254_740_992) * count);
}

/**
 * An exponentially distributed number with mean 1. Made by + − × ÷ alone, which give the same bits
 * everywhere: `Math.log` may differ in the last one.
 */
export function drawExponential(random: Random): number {
  const drawn = random();
  if (drawn === 0) return 33 * Math.LN2;
  // −ln of (drawn + ½) / 2³².
  const exponent = 31 - Math.clz32(drawn);
  let mantissa = (drawn + 0.5) / (exponent === 31 ? 2_147_483_648 : 1 << exponent);
  let halvings = 32 - exponent;
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    halvings -= 1;
  }
  // ln m = 2 artanh((m − 1) / (m + 1)); what the series leaves out is below 10⁻¹².
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let series = 1 / 13;
  for (let odd = 11; odd > 0; odd -= 2) series = series * square + 1 / odd;
  return halvings * Math.LN2 - 2 * ratio * series;
}

const stepsPerUnit = 16;
/** e^(−i / 16). */
const powers = ((): Float64Array => {
  const list = new Float64Array(stepsPerUnit * 40 + 1);
  const step = 1 / (1 + smallGrowth(1 / stepsPerUnit));
  let power = 1;
  for (let index = 0; index < list.length; index += 1) {
    list[index] = power;
    power *= step;
  }
  return list;
})();

/** e^x − 1 for 0 ≤ x ≤ 1/16. */
function smallGrowth(x: number): number {
  let series = 1;
  for (let term = 9; term > 1; term -= 1) series = 1 + (series * x) / term;
  return x * series;
}

/** e^(−x) for x ≥ 0, by + − × ÷ alone; right to 10⁻¹². */
export function decay(x: number): number {
  if (x >= 40) return 0;
  const whole = Math.floor(x * stepsPerUnit);
  const rest = x - whole / stepsPerUnit;
  const half = rest / 2;
  // Series of e^(−rest), rest below 1/16: the first term left out is below 10⁻¹².
  const series =
    1 -
    rest *
      (1 -
        half *
          (1 -
            (rest / 3) * (1 - (rest / 4) * (1 - (rest / 5) * (1 - (rest / 6) * (1 - rest / 7))))));
  return (powers[whole] ?? 0) * series;
}
