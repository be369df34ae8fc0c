import type { CustomerRow } from '../import/bulk-target.ts'
import { seededRandom, type Random } from './random.ts'

const firstNames = (
  'Ada Alan Amara Anneke Arjun Beatriz Bogdan Chidi Clara Daniel Deniz Eilidh Elif Emil Fatima Finn Giulia Grace Hanna Hugo ' +
  'Imran Ines Ivy Jakub Joséphine Kaito Katya Lars Leila Liam Lucía Maeve Magnus Mei Mohammed Nadia Noah Nora Oisín Olga ' +
  'Pavel Priya Quentin Rachel Rafael Rosa Samir Sanna Siobhán Sofia Tariq Theo Uma Valentina Wanda Xavier Yara Yusuf Zoë Zuri'
).split(' ')

const lastNames = (
  'Abara Ahlgren Almeida Bauer Becker Bianchi Byrne Castellanos Chen Cohen Dalgaard Dabrowski Delacroix Demir Eriksen Farrell ' +
  'Ferreira Fischer Gallagher García Greenwood Haddad Hartmann Hughes Ibrahim Iyer Jansen Jensen Kaplan Kowalska Kumar Laurent ' +
  'Lindqvist MacLeod Marín Mbeki Moreau Müller Nakamura Nielsen Novák Nwosu O’Connor Okafor Olsen Papadakis Patel Petrov Quinn ' +
  'Rahman Ribeiro Rossi Sato Schneider Silva Singh Smith Taylor Tremblay Ueda Vasquez Virtanen Walsh Weber Yilmaz Zielinski'
).split(' ')

const trades = ['Hardware', 'Interiors', 'Supplies', 'Workshop', 'Trading', 'Engineering', 'Crafts', 'Home Store'] as const
const domains = ['example.com', 'example.org', 'example.net'] as const

// Ranges set aside for films and books: London, New York and Washington, Berlin, Paris.
const phoneRanges: readonly ((random: Random) => string)[] = [
  (random) => `+4420794600${digits(random, 2)}`,
  (random) => `+121255501${digits(random, 2)}`,
  (random) => `+120255501${digits(random, 2)}`,
  (random) => `+493023125${digits(random, 3)}`,
  (random) => `+3319900${digits(random, 4)}`,
]

/** A thousand made-up people and shops of a tenant, the same each time but for their age; e-mail addresses are unique. */
export function seedCustomers(tenant: { readonly slug: string }, today: Date): readonly CustomerRow[] {
  const random = seededRandom(`customers of ${tenant.slug}`)
  const taken = new Set<string>()
  return Array.from({ length: 1_000 }, (_, index) => {
    const person = `${random.pick(firstNames)} ${random.pick(lastNames)}`
    const name = random.chance(0.15) ? `${person.split(' ')[1] ?? person} ${random.pick(trades)}` : person
    const email = random.chance(0.9) ? freeAddress(name, random, taken) : null
    const phone = random.chance(0.45) ? random.pick(phoneRanges)(random) : null
    const ageMs = random.int(91 * 24 * 60, 1_200 * 24 * 60) * 60_000
    return {
      importKey: `seed-${String(index + 1).padStart(4, '0')}`,
      name,
      createdAt: new Date(today.getTime() - ageMs),
      ...(email === null ? {} : { email }),
      ...(phone === null ? {} : { phone }),
    }
  })
}

function freeAddress(name: string, random: Random, taken: Set<string>): string {
  const local = name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z ]/g, '')
    .trim()
    .replaceAll(/ +/g, '.')
  const domain = random.pick(domains)
  for (let copy = 1; ; copy += 1) {
    const address = `${local}${copy === 1 ? '' : String(copy)}@${domain}`
    if (taken.has(address)) continue
    taken.add(address)
    return address
  }
}

function digits(random: Random, length: number): string {
  return String(random.int(0, 10 ** length - 1)).padStart(length, '0')
}
