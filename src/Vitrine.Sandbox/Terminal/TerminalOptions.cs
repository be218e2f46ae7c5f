namespace Vitrine.Sandbox.Terminal;

/// <summary>How the person's terminal is relayed.</summary>
public sealed record TerminalOptions
{
    /// <summary>
    /// Whether the keyboard goes to the box: raw mode, every key included. True also when standard input is a pipe, since programs such as pagers then read
    /// the terminal itself. False leaves the terminal's settings alone and relays output only.
    /// </summary>
    public bool Keyboard { get; init; } = true;

    /// <summary>Whether the box may write the person's clipboard (OSC 52). It may never read it.</summary>
    public bool AllowClipboard { get; init; }

    /// <summary>
    /// How long the terminal may take at the end for what the box wrote last; a terminal that doesn't read must not hold up the end for ever.
    /// </summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where deadlines come from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="DrainTime"/> is negative or above a minute.</exception>
    public void Validate()
    {
        if (DrainTime < TimeSpan.Zero || DrainTime > TimeSpan.FromMinutes(1))
            throw new ArgumentOutOfRangeException(nameof(DrainTime), DrainTime, "The drain time is between 0 and 60 seconds.");
    }
}
