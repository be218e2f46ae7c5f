namespace Vitrine.Sandbox.Terminal;

/// <summary>Size of a terminal.</summary>
/// <param name="Columns">Characters in a line; 0 when the terminal doesn't know.</param>
/// <param name="Rows">Lines; 0 when the terminal doesn't know.</param>
/// <param name="PixelWidth">Width in pixels, or 0.</param>
/// <param name="PixelHeight">Height in pixels, or 0.</param>
public readonly record struct TerminalSize(int Columns, int Rows, int PixelWidth = 0, int PixelHeight = 0);
