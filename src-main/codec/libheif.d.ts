/** What is used of libheif: its C functions as Emscripten offers them. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.js' {
  type Handle = object & { readonly handle: unique symbol };
  export interface Failure {
    code: unknown;
    message: string;
  }
  export interface Plane {
    id: unknown;
    /** A view of the instance's own memory. */
    data: Uint8Array;
    width: number;
    height: number;
    /** Bytes a row, padding included. */
    stride: number;
    bits_per_pixel: number;
  }
  export interface Libheif {
    heif_error_code: { heif_error_Ok: unknown };
    heif_colorspace: { heif_colorspace_RGB: unknown };
    heif_channel: { heif_channel_interleaved: unknown };
    heif_chroma: Record<
      | 'heif_chroma_interleaved_RGB'
      | 'heif_chroma_interleaved_RGBA'
      | 'heif_chroma_interleaved_RRGGBB_LE'
      | 'heif_chroma_interleaved_RRGGBBAA_LE',
      unknown
    >;
    heif_context_alloc(): Handle;
    heif_context_read_from_memory(context: Handle, bytes: Uint8Array): Failure;
    heif_js_context_get_primary_image_handle(context: Handle): Handle | Failure;
    heif_js_decode_image2(image: Handle, colorspace: unknown, chroma: unknown): { channels: Plane[] } | Failure;
  }
  export default function instance(options: { print(): void; printErr(): void }): Libheif;
}
