/** A node of parsed markdown; which fields are there depends on `type`. */
export interface MarkdownNode {
  type: string;
  content?: MarkdownNode[] | string;
  target?: string;
  lang?: string;
  level?: number;
  id?: string;
  name?: string;
  fullName?: string;
  timestamp?: string;
  format?: string;
  items?: ListItem[];
  start?: number | undefined;
}

/** One entry of a list, with the lists inside it. */
export interface ListItem {
  content: MarkdownNode[];
  lists: MarkdownNode[];
}
