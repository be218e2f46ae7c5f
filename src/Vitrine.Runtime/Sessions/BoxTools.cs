using Vitrine.Core.Model;
using Vitrine.Sandbox.Requirements;

namespace Vitrine.Runtime.Sessions;

/// <summary>Programs that a box is made with, by absolute path (<see cref="SystemTools"/>).</summary>
public sealed record BoxTools(string Bubblewrap, string Nft, UnixPath FirstStage)
{
    /// <summary>Finds them; null if one is not there, which <see cref="MachineRequirements.CheckBeforeRun(string?, string?)"/> explains.</summary>
    public static BoxTools? Find() =>
        SystemTools.Find("bwrap") is { } bubblewrap && SystemTools.Find("nft") is { } nft
            ? new BoxTools(bubblewrap, nft, new UnixPath(Environment.ProcessPath!))
            : null;
}
