export { h, render } from 'preact';
export { useEffect, useRef, useState, useMemo, useLayoutEffect } from 'preact/hooks';
export { signal, effect, batch } from '@preact/signals';
import { h } from 'preact'; import htm from 'htm';
export const html = htm.bind(h);
export { generate as qr } from 'lean-qr/nano';
