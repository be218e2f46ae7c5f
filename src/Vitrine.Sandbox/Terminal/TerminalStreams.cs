namespace Vitrine.Sandbox.Terminal;

/// <summary>Which of the standard streams.</summary>
[Flags]
public enum TerminalStreams
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>Standard input, descriptor 0.</summary>
    Input = 1,

    /// <summary>Standard output, descriptor 1.</summary>
    Output = 2,

    /// <summary>Standard error, descriptor 2.</summary>
    Error = 4,
}

/// <summary>The person's terminal, as this process has it.</summary>
/// <param name="Descriptor">The descriptor to relay to.</param>
/// <param name="Streams">The standard streams that are this terminal: in the box these become the box's own terminal, the others are handed over as they
/// are.</param>
public readonly record struct PersonTerminal(int Descriptor, TerminalStreams Streams)
{
    /// <summary>
    /// Looks at descriptors 0, 1 and 2. Null when none is a terminal. When they are different terminals, the first one counts and the others must not be
    /// handed to the box: <see cref="Refused"/> names them.
    /// </summary>
    public static PersonTerminal? Find()
    {
        PersonTerminal? found = null;
        ulong device = 0;
        for (int descriptor = 0; descriptor <= 2; descriptor++)
        {
            if (!TerminalRelay.IsTerminal(descriptor))
                continue;
            var stream = (TerminalStreams)(1 << descriptor);
            ulong thisDevice = DeviceOf(descriptor);
            if (found is not { } terminal)
                (found, device) = (new PersonTerminal(descriptor, stream), thisDevice);
            else if (thisDevice == device)
                found = terminal with { Streams = terminal.Streams | stream };
            else
                found = terminal with { Refused = terminal.Refused | stream };
        }

        return found;
    }

    /// <summary>Standard streams that are another terminal.</summary>
    public TerminalStreams Refused { get; init; }

    private static unsafe ulong DeviceOf(int descriptor)
    {
        // The kernel's own number of the terminal, so that /dev/tty and /dev/pts/3 are seen to be one.
        uint device = 0;
        if (TerminalNative.Ioctl(descriptor, TerminalNative.TIOCGDEV, &device) != 0)
            throw TerminalNative.Failure("ioctl TIOCGDEV");
        return device;
    }
}
