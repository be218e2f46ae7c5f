using System.Globalization;
using Microsoft.AspNetCore.Http;
using Vitrine.Core.Model;
using Vitrine.Egress.Http;
using Vitrine.Gateway;

namespace Vitrine.Runtime.Sessions;

/// <summary>
/// Who answers when nothing real is dialled. A request that is a model's, by its path, gets the stand-in whatever the host, since agents are pointed at
/// endpoints of any name; every other gets the sinkhole.
/// </summary>
internal sealed class OfflineAnswers(StandInScript? script, TimeProvider time)
{
    // Not before the first request: reading a script is nothing that a session without a model should wait for.
    private readonly Lazy<StandInModel> _model = new(() => new StandInModel(script ?? StandInScript.Default, time));

    public async Task<string> AnswerAsync(HttpContext context, Destination destination)
    {
        // Else the server would write the machine's time, which need not be the box's.
        context.Response.Headers.Date = time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        if (await _model.Value.TryAnswerAsync(context).ConfigureAwait(false))
            return "stand-in";
        return await Sinkhole.RespondAsync(context, destination).ConfigureAwait(false);
    }
}
