package io.sluice.jobs.look;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathShapeTest {

  @ParameterizedTest
  @CsvSource({
    "orders/extracted_at=2026-11-19/a.json,orders,extracted_at={extraction}/**",
    "orders/dt=2026-11-19T06/deep/a.json,orders,dt={extraction}/**",
    "orders/2026-11-19/a.csv,orders,{date}/**",
    "public/users/2026_11_19_1795068000000_0.csv.gz,public/users,{yyyy}_{MM}_{dd}_{millis}_*",
    "shop/account/1_1795068000000.jsonl,shop/account,*_{millis}*",
    "db/orders/LOAD00000001.csv,db/orders,LOAD*",
    "db/orders/20261119-060000000.csv,db/orders,{yyyy}{MM}{dd}-{HH}{mm}{ss}*",
    "db/orders/2026/11/19/20261119-060000000.csv,db/orders,{yyyy}/{MM}/{dd}/**",
    "topics/orders/partition=0/orders+0+0000000000.json,topics/orders,partition=*/**",
    "orders/year=2026/month=11/day=19/hour=06/o+0+0.json,orders,"
        + "year={yyyy}/month={MM}/day={dd}/hour={HH}/**",
    "orders_2026-11-19.csv,'',*{date}*",
    "orders/part-0.json,orders,**",
    "part-0.json,'',**"
  })
  void tellsTheTableAndItsLayout(String path, String table, String template) {
    assertEquals(new PathShape(table, template), PathShape.of(path));
  }
}
