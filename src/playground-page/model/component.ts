/** Message components as the page draws them; the numbers are Discord's component types. */
export type Component =
  | ActionRow
  | Button
  | Select
  | TextDisplay
  | Section
  | Thumbnail
  | MediaGallery
  | FileCard
  | Separator
  | Container;

export interface ActionRow {
  type: 1;
  id: number;
  components: (Button | Select)[];
}

export interface Emoji {
  id?: string | null;
  name?: string | null;
}

export interface Button {
  type: 2;
  id: number;
  /** 1 primary, 2 secondary, 3 success, 4 danger, 5 link, 6 premium. */
  style: number;
  label?: string;
  emoji?: Emoji;
  custom_id?: string;
  url?: string;
  disabled?: boolean;
}

export interface SelectOption {
  label: string;
  value: string;
  description?: string;
  emoji?: Emoji;
  default?: boolean;
}

/** 3 strings, 5 users, 6 roles, 7 users and roles, 8 channels. */
export interface Select {
  type: 3 | 5 | 6 | 7 | 8;
  id: number;
  custom_id: string;
  placeholder?: string;
  min_values?: number;
  max_values?: number;
  options?: SelectOption[];
  disabled?: boolean;
  required?: boolean;
}

export interface TextDisplay {
  type: 10;
  id: number;
  content: string;
}

export interface Section {
  type: 9;
  id: number;
  components: TextDisplay[];
  accessory?: Button | Thumbnail;
}

export interface Media {
  url: string;
  width?: number | null;
  height?: number | null;
  content_type?: string | null;
}

export interface MediaItem {
  media: Media;
  description?: string | null;
  spoiler?: boolean;
}

export interface Thumbnail extends MediaItem {
  type: 11;
  id: number;
}

export interface MediaGallery {
  type: 12;
  id: number;
  items: MediaItem[];
}

export interface FileCard {
  type: 13;
  id: number;
  file: Media;
  name?: string | null;
  size?: number | null;
  spoiler?: boolean;
}

export interface Separator {
  type: 14;
  id: number;
  divider?: boolean;
  /** 1 small, 2 large. */
  spacing?: number;
}

export interface Container {
  type: 17;
  id: number;
  accent_color?: number | null;
  spoiler?: boolean;
  components: Component[];
}

/** What a modal is made of: labels with an input, rows with a text input, text. */
export type ModalComponent =
  | { type: 18; label?: string; description?: string; component: TextInput | Select }
  | { type: 1; components: TextInput[] }
  | TextDisplay;

export interface TextInput {
  type: 4;
  custom_id: string;
  /** 1 one line, 2 a paragraph. */
  style: number;
  label?: string;
  value?: string;
  placeholder?: string;
  required?: boolean;
  min_length?: number;
  max_length?: number;
}
