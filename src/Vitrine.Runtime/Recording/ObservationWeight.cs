using Vitrine.Core.Model;

namespace Vitrine.Runtime.Recording;

/// <summary>About how many characters an observation holds in memory: what keeps the queue from growing with what the agent chooses.</summary>
internal static class ObservationWeight
{
    private const int Base = 64;

    public static int Of(Observation observation) => Base + observation switch
    {
        FileOpened o => Of(o.Path),
        FileChanged o => Of(o.Path) + Of(o.Target ?? default),
        ProgramRun o => Of(o.Program) + Of(o.WorkingDirectory) + Of(o.Arguments),
        RequestStarted o => o.Url.Length + o.Method.Length + Of(o.Headers),
        RequestEnded o => Of(o.Headers) + Of(o.Error),
        SocketConnected o => o.Address.Length + Of(o.Host),
        SocketBound o => o.Address.Length,
        CallRefused o => o.Detail.Length,
        NameLookedUp o => o.Name.Length,
        FlowRefused o => o.Destination.Length + o.Reason.Length,
        SessionStarted o => Of(o.Workspace) + Of(o.Command) + Of(o.Allow) + Of(o.EnvironmentNames),
        FileHeldBack o => Of(o.Path) + Of(o.KeptAt) + o.Why.Length,
        _ => 0,
    };

    private static int Of(string? text) => text?.Length ?? 0;

    // A path keeps its text or its bytes; neither is copied here.
    private static int Of(UnixPath path) => path.IsText ? path.ToString().Length : path.ToBytes().Length;

    private static int Of(IReadOnlyList<string> list)
    {
        int weight = 16 * list.Count;
        for (int i = 0; i < list.Count; i++)
            weight += list[i].Length;
        return weight;
    }

    private static int Of(IReadOnlyList<HeaderField> list)
    {
        int weight = 32 * list.Count;
        for (int i = 0; i < list.Count; i++)
            weight += list[i].Name.Length + list[i].Value.Length;
        return weight;
    }
}
