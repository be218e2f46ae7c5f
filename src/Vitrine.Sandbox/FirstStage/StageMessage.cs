namespace Vitrine.Sandbox.FirstStage;

/// <summary>What the first stage says on its control socket; each message may carry descriptors.</summary>
internal static class StageMessage
{
    /// <summary>The door's listening sockets: TCP, DNS over UDP, DNS over TCP; for IPv4 and then, where the kernel has it, for IPv6.</summary>
    public const byte Sockets = (byte)'S';

    /// <summary>A netlink socket (sock_diag(7)) of the box's network namespace, for the recorder to ask who listens.</summary>
    public const byte Netlink = (byte)'N';

    /// <summary>The master side of the box's terminal.</summary>
    public const byte Terminal = (byte)'T';

    /// <summary>The seccomp listener stands ready to be taken; the agent's program is about to be executed.</summary>
    public const byte Listener = (byte)'L';
}

/// <summary>Exit statuses of a box that did not come to run its command; the shell's own words for the same.</summary>
public static class BoxExit
{
    /// <summary>The box could not be made.</summary>
    public const int BoxFailed = 125;

    /// <summary>The command is there but can't be executed.</summary>
    public const int NotExecutable = 126;

    /// <summary>The command is not there.</summary>
    public const int NotFound = 127;
}
