import { PluginFunc } from 'dayjs/esm'

declare const plugin: PluginFunc
export = plugin

declare module 'dayjs/esm' {
  export function max(dayjs: Dayjs[]): Dayjs | null
  export function max(...dayjs: Dayjs[]): Dayjs | null
  export function min(dayjs: Dayjs[]): Dayjs | null
  export function min(...dayjs: Dayjs[]): Dayjs | null
}
