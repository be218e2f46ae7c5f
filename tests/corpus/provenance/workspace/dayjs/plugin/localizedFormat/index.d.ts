import { PluginFunc } from 'dayjs/esm'

declare const plugin: PluginFunc
export = plugin
