import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Copy, type Dockerfile, DockerfileParser, type Instruction } from 'dockerfile-ast';

/** The repository. */
export const ROOT = join(import.meta.dirname, '../..');

/** One stage of the Dockerfile: what it starts from, and its instructions in their order. */
export interface BuildStage {
  /** `last` for the one that becomes the image. */
  readonly name: string;
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** What a `COPY` copies. */
export interface Copied {
  /** The stage that it comes from; undefined: the repository. */
  readonly stage: string | undefined;
  readonly sources: readonly string[];
  readonly target: string;
}

/** Reads the repository's Dockerfile. */
export function readDockerfile(): { readonly text: string; readonly stages: readonly BuildStage[] } {
  const text = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
  const file: Dockerfile = DockerfileParser.parse(text);
  const froms = file.getFROMs();
  const all = file.getInstructions();
  const stages = froms.map((from, at) => {
    const line = (instruction: Instruction) => instruction.getRange().start.line;
    const end = froms[at + 1] === undefined ? Number.POSITIVE_INFINITY : line(froms[at + 1] as Instruction);
    return {
      name: from.getBuildStage() ?? 'last',
      from: from.getImage() ?? '',
      instructions: all.filter((one) => line(one) > line(from) && line(one) < end),
    };
  });
  return { text, stages };
}

/** A stage by its name. */
export function stageOf(name: string): BuildStage {
  const stage = readDockerfile().stages.find((one) => one.name === name);
  if (stage === undefined) throw new Error(`the Dockerfile has no stage ${name}`);
  return stage;
}

/** The arguments of a stage's instructions of one kind. */
export function argumentsOf({ instructions }: BuildStage, keyword: string): string[][] {
  return instructions
    .filter((one) => one.getKeyword() === keyword)
    .map((one) => one.getArguments().map((argument) => argument.getValue()));
}

/** What a stage copies, in its order. */
export function copiesOf({ instructions }: BuildStage): Copied[] {
  return instructions
    .filter((one) => one.getKeyword() === 'COPY')
    .map((one) => {
      const values = one.getArguments().map((argument) => argument.getValue());
      const from = (one as Copy).getFlags().find((flag) => flag.getName() === 'from');
      return { stage: from?.getValue() ?? undefined, sources: values.slice(0, -1), target: values.at(-1) ?? '' };
    });
}

/** The environment that an image of the stage has. */
export function environmentOf(stage: BuildStage): Record<string, string> {
  const pairs = argumentsOf(stage, 'ENV').flat();
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

/** A command that is written as a list, such as that of `ENTRYPOINT`, without a shell. */
export function listedCommand({ instructions }: BuildStage, keyword: string): string[] {
  const text = instructions.find((one) => one.getKeyword() === keyword)?.getArgumentsContent() ?? '';
  const [list] = /\[.*\]$/s.exec(text) ?? [];
  if (list === undefined) throw new Error(`${keyword} is no list`);
  return JSON.parse(list);
}

/** The user and group of the stage that becomes the image, by their numbers. */
export function imageUser(): { readonly uid: number; readonly gid: number } {
  const [user = ''] = argumentsOf(stageOf('last'), 'USER').at(-1) ?? [];
  const [uid, gid] = user.split(':').map(Number);
  return { uid: uid ?? 0, gid: gid ?? 0 };
}
