using Vitrine.Cli.Report;

namespace Vitrine.Cli.Witnessing;

/// <summary>Where the commands about witnesses work.</summary>
/// <param name="State">Vitrine's state directory; null where there is no HOME.</param>
/// <param name="Data">Where data go.</param>
/// <param name="Messages">Where messages go.</param>
/// <param name="Time">The clock.</param>
internal sealed record WitnessContext(string? State, OutputStream Data, OutputStream Messages, TimeProvider Time)
{
    public static WitnessContext Find() => new(Runtime.Sessions.SessionPlaces.Find()?.State, OutputStream.Data(), OutputStream.Messages(), TimeProvider.System);
}
