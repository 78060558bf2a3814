import { sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRegistry, forPeople } from '../../src-main/host/registry';

describe('the registry', () => {
  it('hides paths behind ids that cannot be guessed and fit an address', () => {
    const registry = createRegistry();
    const photo = registry.registerPhoto('/pictures/cat.png');
    expect(photo.name).toBe('cat.png');
    expect(photo.id).toMatch(/^[\w-]{20,}$/);
    expect(photo.id).not.toContain('cat');
    expect(createRegistry().registerPhoto('/pictures/cat.png').id).not.toBe(photo.id);
    expect(registry.photo(photo.id).path).toBe('/pictures/cat.png');
  });

  it('takes no photo for a place to write to', () => {
    const registry = createRegistry();
    const photo = registry.registerPhoto('/pictures/cat.png').id;
    expect(() => registry.output(photo)).toThrow('no place that the command line has named');
    expect(registry.output(registry.registerOutput('/models/cat.onepair'))).toBe('/models/cat.onepair');
  });

  it('gives the same photo the same id', () => {
    const registry = createRegistry();
    expect(registry.registerPhoto('/pictures/../pictures/cat.png').id).toBe(
      registry.registerPhoto('/pictures/cat.png').id,
    );
    expect(registry.registerPhoto('/pictures/cat.png', 'Cat').id).not.toBe(
      registry.registerPhoto('/pictures/cat.png').id,
    );
  });

  it('knows no path, and no folder as a photo', () => {
    const registry = createRegistry();
    const folder = registry.registerFolder('/pictures');
    for (const id of ['/pictures', '', '__proto__', folder.id]) {
      expect(() => registry.photo(id)).toThrow('Add it again');
      expect(registry.findPhoto(id)).toBeNull();
    }
    expect(registry.folder(folder.id)).toBe('/pictures');
    expect(() => registry.folder(registry.registerPhoto('/a.png').id)).toThrow('Choose it again');
  });

  it('shortens the home of the user', () => {
    expect(forPeople('/home/ana/Pictures/a.png', '/home/ana')).toBe(`~${sep}Pictures${sep}a.png`);
    expect(forPeople('/home/ana', '/home/ana')).toBe('~');
    expect(forPeople('/home/anabel/a.png', '/home/ana')).toBe('/home/anabel/a.png');
    expect(forPeople('/tmp/a.png', '/')).toBe('/tmp/a.png');
  });
});
