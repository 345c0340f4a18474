"""Models: against formulas written out here, statsmodels with dummies, and published results."""

from __future__ import annotations

import itertools
import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
import scipy.stats
import statsmodels.api as sm
import statsmodels.formula.api as smf
from matplotlib.figure import Figure

import migov
from migov import tidy
from migov.models import breaks, least_squares, panel, segments, student, trend

CODES = ["BRA", "CAN", "CHN", "DEU", "EGY", "FRA", "IND", "KEN", "MEX", "USA", "ZAF"]
RECORD = {
    "series": "fdi_inflow",
    "publisher_name": "UNCTAD",
    "version": "2025",
    "unit": "current US$",
}


def series(values: np.ndarray, first: int = 1970, step: int = 1, code: str = "WLD") -> pd.DataFrame:
    years = first + step * np.arange(len(values))
    table = pd.DataFrame({"economy": code, "year": years, "value": np.asarray(values, float)})
    return tidy.with_provenance(table, {"value": RECORD})


def autoregressive(n: int, phi: float, seed: int) -> np.ndarray:
    shocks = np.random.default_rng(seed).normal(size=n + 50)
    path = np.zeros(n + 50)
    for step in range(1, n + 50):
        path[step] = phi * path[step - 1] + shocks[step]
    return path[50:]


# --- trend --------------------------------------------------------------------------------------


def newey_west(design: np.ndarray, residuals: np.ndarray, lags: int) -> np.ndarray:
    """Standard errors by Newey and West's (1987) formula, written out."""
    n, k = design.shape
    scores = design * residuals[:, None]
    meat = scores.T @ scores
    for lag in range(1, lags + 1):
        cross = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (lags + 1)) * (cross + cross.T)
    bread = np.linalg.inv(design.T @ design)
    return np.sqrt(np.diag(bread @ meat @ bread) * n / (n - k))


def test_trend_finds_a_growth_that_is_exact() -> None:
    assert trend(series(100 * 1.05 ** np.arange(30))).growth == pytest.approx(5, abs=1e-9)


def test_trend_equals_the_formulas() -> None:
    noise = autoregressive(40, 0.6, seed=1)
    table = series(np.exp(0.03 * np.arange(40) + 0.1 * noise))
    result = trend(table, lags=3)
    years, logs = table["year"].to_numpy(float), np.log(table["value"].to_numpy())
    slope = np.cov(years, logs)[0, 1] / years.var(ddof=1)
    design = np.column_stack([np.ones(40), years - years.mean()])
    error = newey_west(design, logs - logs.mean() - slope * design[:, 1], 3)[1]
    # Two roads through the same algebra in double precision.
    assert result.growth == pytest.approx(100 * np.expm1(slope), rel=1e-10)
    assert result.statistic == pytest.approx(slope / error, rel=1e-8)
    assert result.std_error == pytest.approx(100 * np.exp(slope) * error, rel=1e-8)
    assert result.conf_low < result.growth < result.conf_high


@pytest.mark.parametrize("lags", [0, 2, 5])
def test_newey_west_errors_are_those_of_statsmodels(lags: int) -> None:
    random = np.random.default_rng(7)
    design = np.column_stack([np.ones(40), np.arange(40) - 19.5, random.normal(size=40)])
    response = design @ [3.0, 0.2, -1.0] + np.cumsum(random.normal(size=40))
    mine = least_squares.newey_west(response, design, lags)
    other = sm.OLS(response, design).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True
    )
    for name in ("params", "bse", "tvalues", "pvalues", "fittedvalues"):
        assert getattr(mine, name) == pytest.approx(getattr(other, name), rel=1e-9)
    assert mine.conf_int() == pytest.approx(other.conf_int(), rel=1e-9)


@pytest.mark.parametrize("freedom", [1, 2, 3, 7, 30, 104, 1000])
def test_students_t_is_that_of_scipy(freedom: int) -> None:
    values = np.concatenate([np.linspace(-6, 6, 49), [20.0, 45.0]])
    expected = 2 * scipy.stats.t.sf(np.abs(values), freedom)
    assert student.chance(values, freedom) == pytest.approx(expected, rel=1e-9, abs=1e-290)
    assert student.reach_95(freedom) == pytest.approx(scipy.stats.t.ppf(0.975, freedom), rel=1e-10)


def test_students_t_with_one_and_two_degrees_has_a_closed_form() -> None:
    values = np.array([0.0, 1e-8, 0.3, 1.0, 12.7, 500.0])
    assert student.chance(values, 1) == pytest.approx(1 - 2 / np.pi * np.arctan(values), abs=1e-14)
    assert student.chance(values, 2) == pytest.approx(
        1 - values / np.sqrt(2 + values**2), abs=1e-14
    )


def test_students_t_of_what_is_missing_or_without_end() -> None:
    found = student.chance([np.nan, np.inf, -np.inf], 5)
    assert np.isnan(found[0])
    assert found[1:].tolist() == [0.0, 0.0]


def test_trend_states_its_rule_for_the_lags() -> None:
    result = trend(series(np.exp(autoregressive(50, 0.2, seed=2))))
    assert result.lags == int(4 * (50 / 100) ** (2 / 9)) == 3
    assert "4 (n/100)^(2/9)" in result.lag_rule


def test_autocorrelated_errors_widen_the_interval() -> None:
    values = np.exp(0.02 * np.arange(60) + 0.1 * autoregressive(60, 0.7, seed=3))
    ordinary = sm.OLS(np.log(values), sm.add_constant(np.arange(60.0))).fit()
    result = trend(series(values))
    assert result.std_error > 1.2 * 100 * float(ordinary.bse[1])


def test_a_trend_over_five_year_steps_is_still_a_year() -> None:
    result = trend(series(100 * 1.02 ** (5 * np.arange(8)), first=1990, step=5))
    assert result.growth == pytest.approx(2, abs=1e-9)
    assert not any("missing" in note for note in result.notes)


def test_a_trend_of_levels_is_in_units_a_year() -> None:
    result = trend(series(10.0 + 3 * np.arange(30)), log=False)
    assert result.growth == pytest.approx(3)
    assert result.unit == "current US$ a year"


def test_trend_says_what_weakens_it() -> None:
    wave = np.exp(np.sin(np.linspace(0, 2 * np.pi, 60)))
    assert any("random walk" in note for note in trend(series(wave)).notes)
    short = trend(series(np.exp(autoregressive(10, 0, seed=5))))
    assert any("probably too small" in note for note in short.notes)
    gap = series(np.exp(autoregressive(30, 0, seed=6))).drop(index=[7, 8])
    assert any("2 years" in note for note in trend(gap).notes)


def test_trend_takes_the_years_and_economy_asked_for() -> None:
    table = pd.concat(
        [series(1.10 ** np.arange(30), code="MEX"), series(1.02 ** np.arange(30), code="IND")],
        ignore_index=True,
    )
    result = trend(table, "MEX", (1980, 1989))
    assert (result.economy, result.first_year, result.last_year, result.n) == (
        "MEX",
        1980,
        1989,
        10,
    )
    assert result.growth == pytest.approx(10)


# --- breaks -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nile() -> pd.DataFrame:
    data = sm.datasets.nile.load_pandas().data
    return pd.DataFrame({"economy": "EGY", "year": data.year.astype(int), "value": data.volume})


def test_nile_as_published(nile: pd.DataFrame) -> None:
    """R's strucchange, example(breakpoints) and sctest(Fstats(Nile ~ 1))."""
    result = breaks(nile, change="level", log=False, max_breaks=5)
    assert result.dates == (1898,)
    assert result.sup_f == pytest.approx(75.93, abs=0.005)
    assert result.p_value <= 0.002
    # As printed there, to the unit and to the third decimal.
    assert result.candidates["rss"].round().tolist()[:3] == [2835157, 1597457, 1552924]
    assert result.candidates["bic"].round(3).tolist()[:3] == [1318.242, 1270.084, 1276.467]
    assert result.candidates["dates"].iloc[2] == (1898, 1953)


def test_nile_date_set_is_narrow_and_holds_the_date(nile: pd.DataFrame) -> None:
    (years,) = breaks(nile, change="level", log=False).date_sets
    # strucchange gives 1895 to 1902 by Bai's (1997) interval; inverting the ratio is tighter.
    assert 1898 in years
    assert set(years) <= set(range(1895, 1903))


def test_nile_regimes_are_the_means_of_their_years(nile: pd.DataFrame) -> None:
    result = breaks(nile, change="level", log=False)
    before, after = nile.loc[nile.year <= 1898, "value"], nile.loc[nile.year > 1898, "value"]
    assert result.tidy()["estimate"].tolist() == pytest.approx([before.mean(), after.mean()])
    assert result.tidy()["term"].tolist() == ["level, 1871–1898", "level, 1899–1970"]


def test_simulated_turns_are_found_where_they_were_put() -> None:
    slopes = np.repeat([0.10, -0.05, 0.20], [18, 16, 20])
    path = np.cumsum(slopes) + 0.03 * np.random.default_rng(7).normal(size=54)
    result = breaks(series(np.exp(path)), change="trend", criterion="lwz")
    assert len(result.dates) == 2
    # The slope turns with the step into 1988 and 2004; one year either way is within the noise.
    assert abs(result.dates[0] - 1987) <= 1
    assert abs(result.dates[1] - 2003) <= 1
    # Around one line such turns look like a random walk: the p value is cautious, a note says so.
    assert any("rarely finds" in note for note in result.notes)
    growths = result.tidy()["estimate"].to_numpy()
    assert growths == pytest.approx([10.5, -4.9, 22.1], abs=1.5)


def test_regimes_equal_lines_fitted_apart() -> None:
    path = np.r_[np.linspace(0, 1, 15), np.linspace(3, 2, 15)]
    path = path + 0.05 * np.random.default_rng(8).normal(size=30)
    result = breaks(series(np.exp(path)), n_breaks=1)
    (date,) = result.dates
    years = np.arange(1970, 2000)
    for row, inside in zip(
        result.regimes.to_dict("records"), [years <= date, years > date], strict=True
    ):
        slope = np.polyfit(years[inside] - years[inside].mean(), path[inside], 1)[0]
        assert row["estimate"] == pytest.approx(100 * np.expm1(slope), rel=1e-8)


@pytest.mark.parametrize("q", [1, 2])
def test_squares_equal_least_squares_segment_by_segment(q: int) -> None:
    response = 1e6 + np.random.default_rng(9).normal(size=14)
    found = segments.squares(response, q)
    for i, j in itertools.combinations(range(14), 2):
        design = np.vander(np.arange(j - i + 1.0), q)
        fit = sm.OLS(response[i : j + 1], design).fit()
        # A level of 1e6 costs six of the sixteen digits.
        assert found[i, j] == pytest.approx(fit.ssr, abs=1e-8)


@pytest.mark.parametrize("q", [1, 2])
def test_partitions_equal_an_exhaustive_search(q: int) -> None:
    response = np.random.default_rng(10).normal(size=18)
    cost, least = segments.squares(response, q), 4
    for m, (rss, ends) in enumerate(segments.partitions(cost, 3, least)):
        best = min(
            (
                sum(cost[a + 1, b] for a, b in itertools.pairwise([-1, *cut, 17])),
                cut,
            )
            for cut in itertools.combinations(range(17), m)
            if all(b - a >= least for a, b in itertools.pairwise([-1, *cut, 17]))
        )
        assert (rss, ends) == (pytest.approx(best[0]), best[1])


@pytest.mark.parametrize("q", [1, 2])
def test_sup_f_equals_chow_tests_at_every_date(q: int) -> None:
    response = np.random.default_rng(11).normal(size=30)
    design = np.vander(np.arange(30.0), q)
    null = sm.OLS(response, design).fit().ssr
    largest = 0.0
    for last in range(4, 25):
        inside = (np.arange(30) <= last)[:, None]
        split = sm.OLS(response, np.hstack([design * inside, design * ~inside])).fit()
        largest = max(largest, (null - split.ssr) / (split.ssr / (30 - 2 * q)))
    assert segments.sup_f(response[None, :], q, 5)[0] == pytest.approx(largest)


def test_andrews_critical_values_by_simulation(nile: pd.DataFrame) -> None:
    draws = segments.sup_f(np.random.default_rng(12).normal(size=(4000, 400)), 1, 60)
    values = breaks(nile, change="level", log=False).critical_values
    assert values is not None
    # Four thousand draws place the 90 and 95 per cent points within about 0.3, and 400 steps fall
    # a little short of the limit.
    assert np.quantile(draws, 0.90) == pytest.approx(values["10%"], abs=0.4)
    assert np.quantile(draws, 0.95) == pytest.approx(values["5%"], abs=0.4)


def test_the_bootstrap_keeps_its_size_where_errors_are_autocorrelated() -> None:
    rejected = 0
    for seed in range(100):
        path = autoregressive(60, 0.5, seed=1000 + seed)
        statistic = segments.sup_f(path[None, :], 1, 9)[0]
        draws = segments.bootstrap_sup_f(path, 1, 9, 199, seed=seed)[0]
        rejected += (1 + (draws >= statistic).sum()) / 200 <= 0.05
    # At a true 5 per cent, more than 12 of 100 come up about once in six hundred times.
    assert rejected <= 12


def test_critical_values_are_given_only_where_they_apply(nile: pd.DataFrame) -> None:
    assert breaks(nile, change="trend", log=False).critical_values is None
    assert breaks(nile, change="level", log=False, trim=0.2).critical_values is None


def test_no_break_is_an_answer() -> None:
    values = np.exp(0.05 * np.arange(40) + 0.1 * np.random.default_rng(13).normal(size=40))
    result = breaks(series(values))
    assert result.dates == ()
    assert result.p_value > 0.1
    assert len(result.regimes) == 1


def test_the_same_seed_gives_the_same_p_value(nile: pd.DataFrame) -> None:
    values = series(np.exp(autoregressive(40, 0.5, seed=14)))
    assert breaks(values, seed=3).p_value == breaks(values, seed=3).p_value


# --- panel --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def grunfeld() -> pd.DataFrame:
    data = sm.datasets.grunfeld.load_pandas().data
    names = dict(zip(data.firm.unique(), CODES, strict=True))
    return data.assign(economy=data.firm.map(names), year=data.year.astype(int))


@pytest.fixture(scope="module")
def unbalanced(grunfeld: pd.DataFrame) -> pd.DataFrame:
    return grunfeld.sample(frac=0.7, random_state=15).sort_values(["economy", "year"])


def dummies(table: pd.DataFrame, formula: str, cluster: str) -> pd.DataFrame:
    """Least squares with a dummy for every effect, by statsmodels."""
    groups = table[cluster].astype("category").cat.codes
    fit = smf.ols(formula, table).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    bounds = fit.conf_int()
    return pd.DataFrame(
        {
            "estimate": fit.params,
            "std_error": fit.bse,
            "statistic": fit.tvalues,
            "p_value": fit.pvalues,
            "conf_low": bounds[0],
            "conf_high": bounds[1],
        }
    )


def test_grunfeld_as_published(grunfeld: pd.DataFrame) -> None:
    """Baltagi (2005), two-way within, ten firms: 0.118 and 0.358."""
    ten = grunfeld.loc[grunfeld.firm != "American Steel"]
    result = panel(ten, "invest", ["value", "capital"])
    # 0.117716 and 0.357916 as R's plm prints them for the same data.
    assert result.tidy()["estimate"].tolist() == pytest.approx([0.117716, 0.357916], abs=5e-7)
    assert (result.n, result.n_economies, result.n_years) == (200, 10, 20)


@pytest.mark.parametrize("cluster", ["economy", "year"])
@pytest.mark.parametrize(
    ("effects", "formula"),
    [
        (("economy", "year"), "invest ~ value + capital + C(economy) + C(year)"),
        (("economy",), "invest ~ value + capital + C(economy)"),
        (("year",), "invest ~ value + capital + C(year)"),
        ((), "invest ~ value + capital"),
    ],
)
def test_panel_equals_dummy_variables(
    unbalanced: pd.DataFrame, effects: tuple[str, ...], formula: str, cluster: str
) -> None:
    found = panel(unbalanced, "invest", ["value", "capital"], effects=effects, cluster=cluster)
    expected = dummies(unbalanced, formula, cluster)
    if effects:
        expected = expected.loc[["value", "capital"]]
    # The dummy regression inverts a matrix of forty columns and loses about five digits.
    np.testing.assert_allclose(
        found.tidy().drop(columns="term").to_numpy(float),
        expected.to_numpy(),
        rtol=1e-8,
        atol=1e-12,
    )


def test_constants_by_economy_and_year_change_nothing(unbalanced: pd.DataFrame) -> None:
    shifted = unbalanced.assign(
        invest=unbalanced.invest
        + unbalanced.economy.map({code: 100 * k for k, code in enumerate(CODES)})
        + 7 * (unbalanced.year - 1935) ** 2
    )
    one = panel(unbalanced, "invest", ["value", "capital"]).tidy()
    other = panel(shifted, "invest", ["value", "capital"]).tidy()
    np.testing.assert_allclose(
        one[["estimate", "std_error"]], other[["estimate", "std_error"]], rtol=1e-8
    )


def test_the_scale_of_a_variable_changes_its_estimate_only(unbalanced: pd.DataFrame) -> None:
    scaled = unbalanced.assign(value=unbalanced.value * 1e12, capital=unbalanced.capital * 1e-6)
    one = panel(unbalanced, "invest", ["value", "capital"]).tidy()
    other = panel(scaled, "invest", ["value", "capital"]).tidy()
    np.testing.assert_allclose(one["statistic"], other["statistic"], rtol=1e-9)
    np.testing.assert_allclose(one["estimate"], other["estimate"] * [1e12, 1e-6], rtol=1e-9)


def test_missing_rows_and_singletons_are_left_out_and_counted(grunfeld: pd.DataFrame) -> None:
    lone = (grunfeld.economy != "ZAF") | (grunfeld.year == 1940)
    table = grunfeld.loc[lone].assign(
        capital=lambda rows: rows.capital.where((rows.economy != "IND") | (rows.year > 1936))
    )
    result = panel(table, "invest", ["value", "capital"])
    assert (result.dropped, result.singletons, result.n) == (2, 1, 198)
    kept = table.loc[table.economy != "ZAF"].dropna()
    expected = dummies(kept, "invest ~ value + capital + C(economy) + C(year)", "economy")
    np.testing.assert_allclose(
        result.tidy()["std_error"], expected.loc[["value", "capital"], "std_error"], rtol=1e-8
    )


def test_few_clusters_are_said(grunfeld: pd.DataFrame) -> None:
    result = panel(grunfeld, "invest", "value")
    assert "11 clusters" in result.notes[0]
    assert "G/(G−1) × (N−1)/(N−K), K = 31" in result.correction


# --- what every result does ---------------------------------------------------------------------


def results(grunfeld: pd.DataFrame) -> list:
    values = np.exp(0.05 * np.arange(40) + 0.1 * autoregressive(40, 0.3, seed=16))
    values[20:] *= 3
    table = series(values)
    return [trend(table), breaks(table), panel(grunfeld, "invest", ["value", "capital"])]


def test_every_result_reads_tabulates_and_draws(grunfeld: pd.DataFrame) -> None:
    columns = ["term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]
    for result in results(grunfeld):
        assert list(result.tidy().columns) == columns
        assert str(result.n) in result.summary()
        ax = Figure().subplots()
        assert result.plot(ax) is ax
        assert ax.get_xlabel()
        notes = [text.get_text() for text in ax.texts]
        assert any(f"n = {result.n}" in note and "Source:" in note for note in notes)


def test_figures_of_a_series_state_unit_and_source(grunfeld: pd.DataFrame) -> None:
    for result in results(grunfeld)[:2]:
        ax = result.plot(Figure().subplots())
        assert ax.get_ylabel() == "current US$"
        assert any("UNCTAD, version 2025" in text.get_text() for text in ax.texts)


def test_what_is_shown_says_what_was_estimated_on_what(grunfeld: pd.DataFrame) -> None:
    fitted, broken, regression = results(grunfeld)
    sure = f"{fitted.conf_low:.4g} to {fitted.conf_high:.4g}"
    said = {
        fitted: ["Trend of fdi_inflow, WLD, 1970–2009 (n = 40)", f"{fitted.growth:.4g} % a year",
                 sure, f"{fitted.std_error:.3g}", "Newey–West"],
        broken: ["Breaks in the trend of fdi_inflow", "after      1989", "% a year", "sup-F"],
        regression: ["invest with economy and year effects: n = 220", "clustered by economy",
                     *(f"{each:.4g}" for each in regression.estimates["estimate"])],
    }  # fmt: skip
    for result, words in said.items():
        assert str(result) == repr(result) == result.summary()
        for each in words:
            assert each in str(result)


def test_a_notebook_shows_a_table_of_coefficients(grunfeld: pd.DataFrame) -> None:
    for result in results(grunfeld):
        text = result._repr_html_()
        page = ElementTree.fromstring(f"<div>{text}</div>")
        heads = [each.text for each in page.iter("th")]
        cells = [[each.text for each in row.iter("td")] for row in page.iter("tr")][1:]
        assert heads[1] == ("estimate, % a year" if hasattr(result, "unit") else "estimate")
        assert [row[0] for row in cells] == result.tidy()["term"].tolist()
        shown = np.array([row[1:] for row in cells], dtype=float)
        np.testing.assert_allclose(shown, result.tidy().iloc[:, 1:].astype(float), rtol=1e-3)
        assert "Source: UNCTAD" in text or "Source: not declared" in text
        assert f"n = {result.n}" in text


def test_a_panel_says_the_units_of_its_variables(grunfeld: pd.DataFrame) -> None:
    declared = tidy.with_provenance(grunfeld.copy(), {"invest": {"unit": "<million> US$"}})
    result = panel(declared, "invest", "value")
    assert result.units == {"invest": "<million> US$"}
    assert "units      invest <million> US$" in str(result)
    assert "units: invest &lt;million&gt; US$" in result._repr_html_()


def test_a_picture_of_a_model_is_headed_by_words() -> None:
    product = migov.load("gdp", "MEX", years=(1990, 2020))
    ax = trend(product).plot(Figure().subplots())
    assert ax.get_title() == "Gross domestic product: Mexico"


def test_results_are_frozen(grunfeld: pd.DataFrame) -> None:
    for result in results(grunfeld):
        with pytest.raises(AttributeError):
            result.n = 1


@pytest.mark.slow
def test_importing_measures_and_models_imports_neither_statsmodels_nor_matplotlib() -> None:
    code = (
        "import sys, migov.measures, migov.models; "
        "print(*sorted({'statsmodels', 'scipy', 'matplotlib', 'seaborn'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
