import type { Card } from '../paint/card.js';
import type { Area } from '../paint/clipped.js';

/** What stands below the heading of a strip: its height in pixels, and how it is drawn from a height on. */
export interface StripBody {
  readonly height: number;
  /** Where each part of it is, with what somebody is told who points there. */
  draw(card: Card, top: number): readonly StripRegion[];
}

/** A part of a strip. */
export interface StripRegion {
  readonly area: Area;
  readonly label: string;
  readonly text: string;
}
