import { Fragment, type JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Mention } from './mention.js';
import type { MarkdownNode } from './node.js';
import { parseMarkdown } from './parse.js';
import { Spoiler } from './spoiler.js';
import { Timestamp } from './timestamp.js';

/** Discord's markdown as elements. No text ever becomes markup: every node is an element made here. */
export function Markdown({ source, author = 'bot' }: { source: string; author?: 'person' | 'bot' }) {
  const nodes = useMemo(() => parseMarkdown(source, author), [source, author]);
  return <div class="markdown">{draw(nodes)}</div>;
}

function draw(nodes: MarkdownNode[] | string | undefined): JSX.Element[] | string {
  if (nodes === undefined || typeof nodes === 'string') return nodes ?? '';
  return nodes.map((node, index) => <Fragment key={index}>{drawNode(node)}</Fragment>);
}

function drawNode(node: MarkdownNode): JSX.Element | string {
  const { type, content } = node;
  switch (type) {
    case 'strong':
      return <strong>{draw(content)}</strong>;
    case 'em':
      return <em>{draw(content)}</em>;
    case 'underline':
      return <u>{draw(content)}</u>;
    case 'strikethrough':
      return <s>{draw(content)}</s>;
    case 'inlineCode':
      return <code>{draw(content)}</code>;
    case 'codeBlock':
      return (
        <pre>
          <code>{draw(content)}</code>
        </pre>
      );
    case 'blockQuote':
      return <blockquote>{draw(content)}</blockquote>;
    case 'heading':
      return <Heading level={node.level ?? 1}>{draw(content)}</Heading>;
    case 'subtext':
      return <div class="subtext">{draw(content)}</div>;
    case 'list':
      return <List node={node} />;
    case 'link':
    case 'url':
    case 'autolink':
      return <Link target={node.target ?? ''}>{draw(content)}</Link>;
    case 'spoiler':
      return <Spoiler>{draw(content)}</Spoiler>;
    case 'timestamp':
      return <Timestamp seconds={Number(node.timestamp)} format={node.format} />;
    case 'user':
    case 'role':
    case 'channel':
    case 'everyone':
    case 'here':
    case 'slashCommand':
      return <Mention node={node} />;
    case 'emoji':
      return `:${node.name ?? ''}:`;
    case 'twemoji':
      return node.name ?? '';
    case 'br':
    case 'newline':
      return <br />;
    default:
      return <>{draw(content)}</>;
  }
}

// The page's own headings are h1 and h2. Those of a message come below them, and one that begins with a small one leaves no
// level out.
function Heading({ level, children }: { level: number; children: JSX.Element[] | string }) {
  return <h3 class={`heading heading-${level}`}>{children}</h3>;
}

function List({ node }: { node: MarkdownNode }) {
  const items = (node.items ?? []).map((item, index) => (
    <li key={index}>
      {draw(item.content)}
      {draw(item.lists)}
    </li>
  ));
  return node.start === undefined ? <ul>{items}</ul> : <ol start={node.start}>{items}</ol>;
}

/** A link to another site, which learns nothing of this page; anything but http and https stays text. */
export function Link({ target, children }: { target: string; children: JSX.Element[] | string }) {
  if (!/^https?:\/\//i.test(target)) return <>{children}</>;
  return (
    <a href={target} target="_blank" rel="noopener noreferrer nofollow" title={target}>
      {children}
    </a>
  );
}
