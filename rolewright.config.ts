import { defineConfig } from '@rolewright/core'
import model from './roles/model.ts'

export default defineConfig({ model })
