import { bytes, float, integer, integers, message, serialize, text, type Message } from './protobuf';

/** The versions that are written: read by every runtime of the last years (ONNX 1.13 and later). */
const IR_VERSION = 8;
const OPSET = 17;

/** Numbers of the fields that are used, by message (onnx.proto). */
const MODEL = { irVersion: 1, producer: 2, producerVersion: 3, doc: 6, graph: 7, opset: 8, metadata: 14 } as const;
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const;
const NODE = { input: 1, output: 2, name: 3, type: 4, attribute: 5 } as const;
const ATTRIBUTE = { name: 1, float: 2, integer: 3, string: 4, integers: 8, type: 20 } as const;
const ATTRIBUTE_TYPE = { float: 1, integer: 2, string: 3, integers: 7 } as const;
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9 } as const;
const FLOAT = 1;
const INT64 = 7;

/** A value of the graph, by its name. */
export type Value = string & { readonly value: unique symbol };

type Attribute = number | string | readonly number[] | { float: number };

/** Sides of a tensor: fixed, or named where the picture decides. */
type Shape = readonly (number | string)[];

/** A graph of ONNX operations, written node by node (opset 17); `toModel` gives the file. */
export class Graph {
  readonly #nodes: Message[] = [];
  readonly #initializers: Message[] = [];
  readonly #inputs: Message[] = [];
  readonly #outputs: Message[] = [];
  readonly #constants = new Map<string, Value>();
  #count = 0;

  input(name: string, shape: Shape): Value {
    this.#inputs.push(message(GRAPH.input, valueInfo(name, shape)));
    return name as Value;
  }

  /** Names a value as what the graph gives. */
  output(name: string, value: Value, shape: Shape): void {
    this.#nodes.push(message(GRAPH.node, node('Identity', [value], [name as Value], `${name}.node`, {})));
    this.#outputs.push(message(GRAPH.output, valueInfo(name, shape)));
  }

  floats(data: Float32Array, shape: readonly number[]): Value {
    return this.#initializer(FLOAT, shape, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }

  /** One number. */
  scalar(value: number): Value {
    return this.#once(`float ${value}`, () => this.floats(Float32Array.of(value), []));
  }

  /** Whole numbers as a vector. */
  integers(...values: number[]): Value {
    return this.#once(`ints ${values.join()}`, () => {
      const data = BigInt64Array.from(values, (value) => BigInt(value));
      return this.#initializer(INT64, [values.length], new Uint8Array(data.buffer));
    });
  }

  /** Whole number without dimensions, as Range wants them. */
  integer(value: number): Value {
    return this.#once(`int ${value}`, () =>
      this.#initializer(INT64, [], new Uint8Array(BigInt64Array.of(BigInt(value)).buffer)),
    );
  }

  /** The one result of an operation. */
  node(type: string, inputs: readonly Value[], attributes: Record<string, Attribute> = {}): Value {
    return this.nodes(type, inputs, 1, attributes)[0]!;
  }

  nodes(type: string, inputs: readonly Value[], outputs: number, attributes: Record<string, Attribute> = {}): Value[] {
    const names = Array.from({ length: outputs }, () => this.#name(type.toLowerCase()));
    this.#nodes.push(message(GRAPH.node, node(type, inputs, names, `${names[0]}.node`, attributes)));
    return names;
  }

  /** The whole file; `facts` are what readers of the file may want to know, as texts by name. */
  toModel({ name, version, doc, facts }: ModelWords): Uint8Array<ArrayBuffer> {
    const graph = [text(GRAPH.name, name), ...this.#nodes, ...this.#initializers, ...this.#inputs, ...this.#outputs];
    return serialize(
      [
        integer(MODEL.irVersion, IR_VERSION),
        text(MODEL.producer, 'Onepair'),
        text(MODEL.producerVersion, version),
        text(MODEL.doc, doc),
        message(MODEL.graph, ...graph),
        message(MODEL.opset, integer(2, OPSET)),
        ...Object.entries(facts).map(([key, value]) => message(MODEL.metadata, text(1, key), text(2, value))),
      ].flat(),
    );
  }

  #initializer(type: number, shape: readonly number[], raw: Uint8Array): Value {
    const name = this.#name('constant');
    const dims = shape.flatMap((side) => integer(TENSOR.dims, side));
    const fields = [dims, integer(TENSOR.type, type), text(TENSOR.name, name), bytes(TENSOR.raw, raw)];
    this.#initializers.push(message(GRAPH.initializer, ...fields));
    return name;
  }

  #once(key: string, make: () => Value): Value {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#constants.set(key, made);
    return made;
  }

  #name(word: string): Value {
    this.#count += 1;
    return `${word}_${this.#count}` as Value;
  }
}

export interface ModelWords {
  name: string;
  version: string;
  doc: string;
  facts: Record<string, string>;
}

function node(
  type: string,
  inputs: readonly Value[],
  outputs: readonly Value[],
  name: string,
  attributes: Record<string, Attribute>,
): Message {
  return [
    ...inputs.map((input) => text(NODE.input, input)),
    ...outputs.map((output) => text(NODE.output, output)),
    text(NODE.name, name),
    text(NODE.type, type),
    ...Object.entries(attributes).map(([key, value]) => message(NODE.attribute, attribute(key, value))),
  ].flat();
}

function attribute(name: string, value: Attribute): Message {
  const typed = (type: keyof typeof ATTRIBUTE_TYPE, field: Message) => [
    ...text(ATTRIBUTE.name, name),
    ...field,
    ...integer(ATTRIBUTE.type, ATTRIBUTE_TYPE[type]),
  ];
  if (typeof value === 'number') return typed('integer', integer(ATTRIBUTE.integer, value));
  if (typeof value === 'string') return typed('string', text(ATTRIBUTE.string, value));
  if ('float' in value) return typed('float', float(ATTRIBUTE.float, value.float));
  return typed('integers', integers(ATTRIBUTE.integers, value));
}

/** ValueInfoProto: a name and TypeProto.tensor_type of floats. */
function valueInfo(name: string, shape: Shape): Message {
  const dims = shape.map((side) => message(1, typeof side === 'number' ? integer(1, side) : text(2, side)));
  return [...text(1, name), ...message(2, message(1, integer(1, FLOAT), message(2, ...dims)))];
}
