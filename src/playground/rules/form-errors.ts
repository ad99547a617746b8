import { ApiError, type FormErrorLeaf, type FormErrorTree } from './api-error.js';

/** Where a field stands in a body, such as `['components', 0, 'label']`. */
export type FieldPath = readonly (string | number)[];

// A body can be wrong in tens of thousands of places; nobody reads more than this.
const MAX_REPORTED = 200;

/** Collects complaints about the fields of one body, so that all of them are reported at once. */
export class FormErrors {
  readonly #paths = new Set<string>();
  readonly #found: { path: FieldPath; leaf: FormErrorLeaf }[] = [];

  /**
   * Notes a complaint; `code` is Discord's upper-case name of the rule. Only the first one about a field counts: a field
   * that could not be read would otherwise be called missing by the rules that come after.
   */
  add(path: FieldPath, code: string, message: string): void {
    const key = path.join('\n');
    if (this.#paths.has(key) || this.#found.length >= MAX_REPORTED) return;
    this.#paths.add(key);
    this.#found.push({ path, leaf: { code, message } });
  }

  get any(): boolean {
    return this.#found.length > 0;
  }

  /** The complaints in Discord's nested form. */
  toTree(): FormErrorTree {
    const root: FormErrorTree = {};
    for (const { path, leaf } of this.#found) {
      let node = root;
      for (const key of path) {
        const next = node[String(key)];
        if (next === undefined || Array.isArray(next)) {
          const made: FormErrorTree = {};
          node[String(key)] = made;
          node = made;
        } else node = next;
      }
      const leaves = node._errors;
      if (Array.isArray(leaves)) leaves.push(leaf);
      else node._errors = [leaf];
    }
    return root;
  }

  /** Throws Discord's 50035 with the path of every bad field, if there is any. */
  throwIfAny(): void {
    if (this.any) throw new ApiError(400, 50035, 'Invalid Form Body', this.toTree());
  }
}
