import { useState } from 'preact/hooks';
import type { MessageView } from '../../playground/page/server-frames.js';
import { Markdown } from '../markdown/markdown.js';
import type { Component, Container, Section } from '../model/component.js';
import { ActionRow } from './action-row.js';
import { ButtonView } from './button.js';
import { FileLink } from './file-link.js';
import { Picture } from './picture.js';

/** The components of a message, from top to bottom. */
export function Components({ components, view }: { components: readonly Component[]; view: MessageView }) {
  return (
    <>
      {components.map((component, index) => (
        <ComponentView key={component.id ?? index} component={component} view={view} />
      ))}
    </>
  );
}

function ComponentView({ component, view }: { component: Component; view: MessageView }) {
  switch (component.type) {
    case 1:
      return <ActionRow row={component} view={view} />;
    case 9:
      return <SectionView section={component} view={view} />;
    case 10:
      return <Markdown source={component.content} />;
    case 12:
      return (
        <div class={`gallery gallery-${Math.min(component.items.length, 4)}`}>
          {component.items.map((item, index) => (
            <Picture key={index} item={item} />
          ))}
        </div>
      );
    case 13:
      return <FileLink name={component.name ?? 'file'} size={component.size ?? undefined} url={component.file.url} />;
    case 14:
      return (
        <hr class={`separator separator-${component.spacing ?? 1}${component.divider === false ? ' bare' : ''}`} />
      );
    case 17:
      return <ContainerView container={component} view={view} />;
    default:
      return null;
  }
}

function ContainerView({ container, view }: { container: Container; view: MessageView }) {
  const [shown, setShown] = useState(container.spoiler !== true);
  const colour = container.accent_color;
  return (
    <div
      class={colour == null ? 'container' : 'container accented'}
      style={colour == null ? {} : { '--accent': cssColour(colour) }}
    >
      {shown ? (
        <Components components={container.components} view={view} />
      ) : (
        <button type="button" class="link-button" onClick={() => setShown(true)}>
          Spoiler: show it
        </button>
      )}
    </div>
  );
}

function SectionView({ section, view }: { section: Section; view: MessageView }) {
  const { accessory } = section;
  return (
    <div class="section">
      <div class="section-text">
        <Components components={section.components} view={view} />
      </div>
      {accessory?.type === 11 && <Picture item={accessory} small />}
      {accessory?.type === 2 && <ButtonView button={accessory} view={view} />}
    </div>
  );
}

/** `#rrggbb` of Discord's number. */
export function cssColour(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`;
}
